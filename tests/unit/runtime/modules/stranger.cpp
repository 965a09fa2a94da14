/// A library without the entry that a driver has.
extern "C" int migrate_stranger();
int migrate_stranger() { return 1; }
