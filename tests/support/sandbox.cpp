#include "sandbox.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include "golden.hpp"

namespace migrate::test {
namespace {

constexpr int status_descriptor = 9;
constexpr std::chrono::seconds patience{120};

/// 2025-09-12 16:06:16 UTC, the hour of the examples in the documentation.
constexpr std::string_view source_date_epoch = "1757693176";

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::filesystem::path temporary_folder() {
  // Resolved, for the programs under test print resolved paths.
  auto name = (std::filesystem::canonical(std::filesystem::temp_directory_path()) /
               "migrate-sandbox-XXXXXX")
                  .string();
  if (::mkdtemp(name.data()) == nullptr) {
    fail(name);
  }
  return name;
}

/// The strings and the array of pointers that execve wants.
class Environment {
 public:
  explicit Environment(const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values) {
      strings_.push_back(name + '=' + value);
    }
    for (auto& text : strings_) {
      pointers_.push_back(text.data());
    }
    pointers_.push_back(nullptr);
  }

  [[nodiscard]] char* const* data() const { return pointers_.data(); }

 private:
  std::vector<std::string> strings_ = {};
  std::vector<char*> pointers_ = {};
};

}  // namespace

Sandbox::Sandbox(Options options) : options_(std::move(options)), root_(temporary_folder()) {
  // The folder of work lies in HOME because a search upward for migrate.ini ends there.
  work_ = root_ / "home" / "work";
  for (const auto& folder : {work_, root_ / "cache", root_ / "tmp", root_ / "run"}) {
    std::filesystem::create_directories(folder);
  }
  auto& environment = options_.environment;
  std::string path;
  for (const auto& folder : options_.programs) {
    path += folder.string() + ':';
  }
  environment["PATH"] = path + "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
  environment["HOME"] = (root_ / "home").string();
  environment["WORK"] = work_.string();
  environment["TMPDIR"] = (root_ / "tmp").string();
  environment["XDG_CACHE_HOME"] = (root_ / "cache").string();
  environment["SOURCE_DATE_EPOCH"] = source_date_epoch;
  environment["TZ"] = "UTC";
  environment["LC_ALL"] = "C.UTF-8";
  for (const auto* name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name); value != nullptr) {
      environment[name] = value;
    }
  }
  start_shell();
}

Sandbox::~Sandbox() {
  stop_shell();
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

void Sandbox::write(const std::filesystem::path& path, std::string_view data) const {
  const auto target = work_ / path;
  std::filesystem::create_directories(target.parent_path());
  write_file(target.string(), data);
}

void Sandbox::start_shell() {
  const Environment environment(options_.environment);
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    fail("socketpair");
  }
  shell_ = ::fork();
  if (shell_ < 0) {
    fail("fork");
  }
  if (shell_ == 0) {
    ::setpgid(0, 0);
    ::umask(022);
    std::array<const char*, 4> arguments{"bash", "--noprofile", "--norc", nullptr};
    if (::chdir(work_.c_str()) == 0 && ::dup2(ends[1], STDIN_FILENO) >= 0 &&
        ::dup2(ends[1], status_descriptor) >= 0) {
      ::execve("/bin/bash", const_cast<char* const*>(arguments.data()), environment.data());
    }
    ::_exit(127);
  }
  ::setpgid(shell_, shell_);
  ::close(ends[1]);
  channel_ = ends[0];
}

void Sandbox::stop_shell() {
  if (shell_ > 0) {
    ::kill(-shell_, SIGKILL);
    ::waitpid(shell_, nullptr, 0);
    shell_ = -1;
  }
  if (channel_ >= 0) {
    ::close(channel_);
    channel_ = -1;
  }
}

Outcome Sandbox::run(std::string_view command) {
  if (shell_ < 0) {
    throw std::runtime_error("an earlier command has ended the shell");
  }
  const auto base = (root_ / "run" / fmt::format("{}", ++count_)).string();
  write_file(base + ".sh", std::string(command) + '\n');
  const auto errors = options_.merge_streams ? std::string("&1") : base + ".err";
  const auto line =
      fmt::format("(exit {0}); . {1}.sh </dev/null >{1}.out 2>{2} {3}>&-; echo $? >&{3}\n", status_,
                  base, errors, status_descriptor);
  if (::send(channel_, line.data(), line.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(line.size())) {
    fail("send");
  }
  status_ = wait_for_status();
  return {.out = read_file(base + ".out"),
          .err = options_.merge_streams ? std::string() : read_file(base + ".err"),
          .status = status_};
}

int Sandbox::wait_for_status() {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::string reply;
  while (!reply.ends_with('\n')) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd wait{.fd = channel_, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) == 0) {
      stop_shell();
      throw std::runtime_error(
          fmt::format("the command took longer than {} seconds", patience.count()));
    }
    std::array<char, 64> buffer{};
    const auto count = ::recv(channel_, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
      int status = 0;
      ::waitpid(shell_, &status, 0);
      ::kill(-shell_, SIGKILL);
      shell_ = -1;
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    reply.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return std::stoi(reply);
}

}  // namespace migrate::test
