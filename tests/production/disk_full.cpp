#include <dlfcn.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

/// For LD_PRELOAD: as long as the file `full` is beside a server's data, the files of its tables
/// cannot be written, as on a disk that is full.
namespace {

bool is_full(int descriptor) {
  char path[4096];
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t length = readlink(link.c_str(), path, sizeof path - 1);
  if (length <= 0) return false;
  path[length] = '\0';
  const char* base = std::strstr(path, "/data/base/");
  if (base == nullptr) return false;
  return access((std::string(path, static_cast<std::size_t>(base - path)) + "/full").c_str(),
                F_OK) == 0;
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] ssize_t pwrite64(int descriptor, const void* data, size_t size,
                                                off_t offset) {
  using Real = ssize_t (*)(int, const void*, size_t, off_t);
  static const Real real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "pwrite64"));
  if (is_full(descriptor)) {
    errno = ENOSPC;
    return -1;
  }
  return real(descriptor, data, size, offset);
}

[[gnu::visibility("default")]] ssize_t pwrite(int descriptor, const void* data, size_t size,
                                              off_t offset) {
  return pwrite64(descriptor, data, size, offset);
}
}
