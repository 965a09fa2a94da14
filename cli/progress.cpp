#include "progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>

#include "terminal.hpp"

namespace migrate::cli {
namespace {

constexpr std::chrono::milliseconds between_frames(100);
constexpr std::size_t longest_excerpt = 200;

double part(std::int64_t done, std::int64_t total) {
  if (total <= 0) return 0;
  return std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
}

/// How much of the step that runs is done: the statement that runs is not.
double part_of_step(const Progress& progress) {
  return std::max(part(progress.statement - 1, progress.statements),
                  part(progress.done, progress.total));
}

std::string bar(const Progress& progress) {
  constexpr std::size_t width = 10;
  const double steps = static_cast<double>(progress.step - 1) + part_of_step(progress);
  const double whole = static_cast<double>(std::max<std::int64_t>(progress.steps, 1));
  const auto full = static_cast<std::size_t>(std::clamp(steps / whole, 0.0, 1.0) * width);
  return '[' + std::string(full, '#') + std::string(width - full, '-') + ']';
}

std::string duration(std::chrono::seconds time) {
  const auto seconds = time.count();
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string how_far(const Progress& progress) {
  if (progress.done == 0) return "";
  if (progress.total > 0) {
    return fmt::format(", {} %", static_cast<int>(part(progress.done, progress.total) * 100));
  }
  constexpr std::int64_t million = 1'000'000;
  return fmt::format(", {}.{}M {}", progress.done / million, progress.done % million * 10 / million,
                     progress.unit);
}

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written <= 0) return;  // a bar that cannot be seen need not be drawn
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

std::string progress_line(const Progress& progress, std::chrono::seconds elapsed,
                          std::size_t columns) {
  constexpr std::size_t widest_title = 30;
  // A step that is tried again counts its statements again.
  const std::int64_t statement = std::min(progress.statement, progress.statements);
  return fit(fmt::format("{} {}/{} {} | {}{} | {}/{} {}", bar(progress), progress.step,
                         progress.steps, fit(progress.title, widest_title), duration(elapsed),
                         how_far(progress), statement, progress.statements, progress.text),
             columns);
}

ProgressBar::ProgressBar(LogObserver& lines, int terminal) : lines_(lines), terminal_(terminal) {}

ProgressBar::~ProgressBar() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_one();
  if (timer_.joinable()) timer_.join();
  const std::lock_guard lock(output_);
  clear();
}

void ProgressBar::on(const Event& event) {
  note(event);
  pass_on(event);
}

void ProgressBar::note(const Event& event) {
  const std::lock_guard lock(mutex_);
  switch (event.kind) {
    case Event::Kind::run_begins:
      progress_.step = event.number;
      progress_.steps = event.total;
      return;
    case Event::Kind::step_begins:
      begin_step(event);
      return;
    case Event::Kind::step_ends:
    case Event::Kind::step_fails:
      shown_ = false;
      return;
    case Event::Kind::statement:
      ++progress_.statement;
      progress_.done = 0;
      progress_.text.assign(event.statement.substr(0, longest_excerpt));
      return;
    case Event::Kind::working:
      progress_.done = event.number;
      progress_.total = event.total;
      progress_.unit.assign(event.text);
      return;
    case Event::Kind::info:
    case Event::Kind::detail:
    case Event::Kind::warning:
    case Event::Kind::notice:
    case Event::Kind::waiting:
      return;
  }
}

void ProgressBar::begin_step(const Event& event) {
  progress_ = {.step = progress_.step + 1,
               .steps = progress_.steps,
               .title = event.revision + (event.message.empty() ? "" : " " + event.message),
               .statement = event.number,
               .statements = event.total};
  began_ = Clock::now();
  shown_ = true;
  if (!timer_.joinable()) timer_ = std::thread([this] { run(); });
  changed_.notify_one();
}

/// Also the end of a step clears the bar: what runs between steps may write too.
void ProgressBar::pass_on(const Event& event) {
  const bool between =
      event.kind == Event::Kind::step_ends || event.kind == Event::Kind::step_fails;
  if (!between && !lines_.shows(event.kind)) return;
  const std::lock_guard lock(output_);
  // A key that interrupts is echoed, also where no bar was drawn yet.
  if (event.kind == Event::Kind::step_fails) drawn_ = true;
  clear();
  lines_.on(event);
}

void ProgressBar::run() {
  std::unique_lock lock(mutex_);
  while (!ended_) {
    if (shown_) {
      changed_.wait_for(lock, between_frames, [this] { return ended_; });
    } else {
      changed_.wait(lock, [this] { return ended_ || shown_; });
      continue;
    }
    lock.unlock();
    draw();
    lock.lock();
  }
}

void ProgressBar::draw() {
  const std::lock_guard output(output_);
  std::string line;
  {
    const std::lock_guard lock(mutex_);
    if (!shown_ || ended_) return;
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - began_);
    line = progress_line(progress_, elapsed, terminal_width(terminal_) - 1);
  }
  // The cursor waits at the beginning, so that the `^C` a terminal echoes is cleared with the line.
  write_all(terminal_, std::string(clear_line) + line + '\r');
  drawn_ = true;
}

void ProgressBar::clear() {
  if (!drawn_) return;
  write_all(terminal_, clear_line);
  drawn_ = false;
}

}  // namespace migrate::cli
