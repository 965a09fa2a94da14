#include "commands/hooks.hpp"

#include "base/process.hpp"
#include "base/text.hpp"
#include "commands/documents.hpp"

namespace migrate {
namespace {

void call(const std::string& name, const std::string& command, const std::string& document) {
  const int status = run_process(command_words(command), document);
  if (status == 0) return;
  throw Error(ErrorCode::configuration, "the hook " + name + " (" + command +
                                            ") failed with exit status " + std::to_string(status));
}

}  // namespace

RunHooks run_hooks(const HookSettings& settings,
                   const std::map<std::string, std::string>& variables) {
  RunHooks hooks;
  const auto for_steps =
      [&](const std::string& name,
          const std::string& command) -> std::function<void(const std::vector<PlannedStep>&)> {
    if (command.empty()) return {};
    return [name, command, variables](const std::vector<PlannedStep>& steps) {
      call(name, command, hook_document(name, steps, "", variables));
    };
  };
  const auto for_step = [&](const std::string& name,
                            const std::string& command) -> std::function<void(const PlannedStep&)> {
    if (command.empty()) return {};
    return [name, command, variables](const PlannedStep& step) {
      call(name, command, hook_document(name, {step}, "", variables));
    };
  };
  hooks.before_run = for_steps("before_run", settings.before_run);
  hooks.after_run = for_steps("after_run", settings.after_run);
  hooks.before_step = for_step("before_step", settings.before_step);
  hooks.after_step = for_step("after_step", settings.after_step);
  if (!settings.on_error.empty()) {
    hooks.on_error = [command = settings.on_error, variables](const ErrorInfo& error) {
      call("on_error", command, hook_document("on_error", {}, error.message, variables));
    };
  }
  return hooks;
}

void run_post_write_hooks(const Settings& settings, const std::filesystem::path& file) {
  for (const PostWriteHook& hook : settings.post_write_hooks) {
    std::vector<std::string> words = {hook.executable};
    for (const std::string& word : command_words(hook.options)) {
      words.push_back(text::replace_all(word, "REVISION_SCRIPT_FILENAME", file.string()));
    }
    const int status = run_process(words, "");
    if (status == 0) continue;
    throw Error(ErrorInfo{.code = ErrorCode::configuration,
                          .message = "was written, but the post-write hook \"" + hook.name +
                                     "\" (" + hook.executable + ") failed with exit status " +
                                     std::to_string(status),
                          .file = file.string()});
  }
}

}  // namespace migrate
