#pragma once

#include <string>
#include <vector>

#include "migrate/commands.hpp"

namespace migrate::cli {

/// Every option of every command, as the parser leaves them.
struct Words {
  std::string command = {};
  GlobalOptions global = {};
  std::vector<std::string> variables = {};  ///< -x KEY=VALUE, as written
  bool json = false;
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;

  InitOptions init = {};
  RevisionOptions revision = {};
  MergeOptions merge = {};
  std::string file_format = {};  ///< revision --file-format
  bool edit = false;             ///< revision --edit

  std::vector<std::string> upgrade_targets = {"head"};
  std::string downgrade_target = {};
  bool sql = false;
  bool plan = false;
  bool dry_run = false;
  std::string wait = {};
  std::string lock_timeout = {};
  std::string wait_for_server = {};
  bool yes = false;
  StampOptions stamp = {};

  CompareOptions compare = {};
  InspectOptions inspect = {};
  std::string as = {};  ///< inspect, diff --as; empty = text, or json with --format json
  CodegenOptions codegen = {};
  std::string generator = "structs";
  std::vector<std::string> type_map = {};
  std::string database = {};  ///< codegen's URL, in place of --url
  bool no_views = false;

  HeadsOptions heads = {};
  bool check_single = false;
  bool check_heads = false;
  HistoryOptions history = {};
  bool graph = false;
  bool applied = false;
  bool exit_code = false;
  std::string symbol = {};
  std::vector<std::string> only = {};
  std::string shell = {};
};

/// Carries the command out; the exit status.
int execute(const Words& words, const Context& context);

}  // namespace migrate::cli
