# `cpack -G DEB`: three Debian packages, one a component of install.cmake. Configure with
# -DCMAKE_INSTALL_PREFIX=/usr.
set(CPACK_PACKAGE_NAME migrate)
set(CPACK_PACKAGE_VENDOR "migrate")
set(CPACK_PACKAGE_CONTACT "The migrate developers <migrate@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL program library development)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME migrate)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "Schema migrations for SQLite and PostgreSQL: the program")
# What the library asks of SQLite is told by its symbols, which are older than what it needs.
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "libsqlite3-0 (>= 3.38)")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "libmigrate (= ${PROJECT_VERSION})")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libmigrate)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION
  "Schema migrations for SQLite and PostgreSQL: the PostgreSQL driver, loaded when it is needed")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libmigrate-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
  "Schema migrations for SQLite and PostgreSQL: headers and libraries for programs")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "libmigrate (= ${PROJECT_VERSION}), libsqlitecpp-dev, libsqlite3-dev (>= 3.38), libfmt-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
include(CPack)
