#include "log.hpp"

#include <fmt/core.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace migrate::cli {
namespace {

/// `INFO `, `WARN `: five letters, as Alembic's logging configuration has them.
class LevelName final : public spdlog::custom_flag_formatter {
 public:
  explicit LevelName(const Style& style) : style_(style) {}

  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& out) override {
    const std::string name = message.level == spdlog::level::warn    ? style_.warning("WARN ")
                             : message.level == spdlog::level::debug ? style_.debug("DEBUG")
                                                                     : style_.info("INFO ");
    out.append(name.data(), name.data() + name.size());
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<LevelName>(style_);
  }

 private:
  Style style_;
};

std::unique_ptr<spdlog::logger> make_logger(const Style& style) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<LevelName>('*', style).set_pattern("%* %v");
  auto made = std::make_unique<spdlog::logger>("migrate",
                                               std::make_shared<spdlog::sinks::stderr_sink_st>());
  made->set_formatter(std::move(formatter));
  made->set_level(spdlog::level::debug);
  return made;
}

}  // namespace

LogObserver::LogObserver(Verbosity verbosity, const Style& style)
    : verbosity_(verbosity), logger_(make_logger(style)) {}
LogObserver::~LogObserver() = default;

bool LogObserver::shows(Event::Kind kind) const {
  switch (kind) {
    case Event::Kind::warning:
      return true;
    case Event::Kind::info:
    case Event::Kind::notice:
    case Event::Kind::waiting:
    case Event::Kind::step_begins:
      return verbosity_ != Verbosity::quiet;
    case Event::Kind::step_ends:
    case Event::Kind::detail:
    case Event::Kind::statement:
      return verbosity_ == Verbosity::verbose;
    case Event::Kind::run_begins:
    case Event::Kind::step_fails:
    case Event::Kind::working:
      return false;
  }
  return false;
}

void LogObserver::on(const Event& event) {
  if (!shows(event.kind)) return;
  const auto text = [&event](std::string_view said) {
    return fmt::format("[migrate.{}] {}", event.part, said);
  };
  if (event.kind == Event::Kind::warning) {
    logger_->warn(text(event.text));
  } else if (event.kind == Event::Kind::statement) {
    logger_->debug(text(excerpt(event.statement)));
  } else if (event.kind == Event::Kind::detail) {
    logger_->debug(text(event.text));
  } else if (event.kind == Event::Kind::step_ends) {
    logger_->debug(
        text(fmt::format("revision {} took {} ms", event.revision, event.elapsed.count())));
  } else {
    logger_->info(text(event.text));
  }
}

}  // namespace migrate::cli
