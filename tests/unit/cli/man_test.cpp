#include "man.hpp"

#include <gtest/gtest.h>

namespace migrate::cli {
namespace {

const Command program = {
    .name = "migrate",
    .description = "Schema migrations",
    .options = {{.names = {"-h", "--help"}, .description = "Help"},
                {.names = {"--color"},
                 .description = "On a `terminal`",
                 .value = {.placeholder = "WHEN", .choices = {"auto", "never"}}}},
    .commands = {
        {.name = "upgrade",
         .description = "Bring it up",
         .options = {{.names = {"-h", "--help"}, .description = "Help"},
                     {.names = {"--wait"}, .description = "…", .value = {.placeholder = "TIME"}}},
         .positionals = {{.name = "targets",
                          .description = ".5 'x' \\n ~^",
                          .value = {.placeholder = "REV", .several = true}}}},
        {.name = "show",
         .description = "Show",
         .positionals = {
             {.name = "revision", .value = {.placeholder = "REV", .required = true}}}}}};

TEST(ManPage, IsMadeOfTheDeclarations) {
  const std::string page = man_page(program, "1.2.3");
  EXPECT_EQ(page.substr(0, page.find(".SH EXIT STATUS")),
            R"(.TH MIGRATE 1 "" "migrate 1\&.2\&.3" "User Commands"
.SH NAME
migrate \- Schema migrations
.SH SYNOPSIS
\fBmigrate\fR [\fIoptions\fR] \fIcommand\fR [\fIoptions\fR] [\fIarguments\fR]
.SH OPTIONS
These are understood before and behind the command.
.TP
\fB\-h\fR, \fB\-\-help\fR
Help.
.TP
\fB\-\-color\fR \fBauto\fR|\fBnever\fR
On a \(gaterminal\(ga.
.SH COMMANDS
.SS "\fBmigrate\fR \fBupgrade\fR [\fIREV\fR \&...]"
Bring it up.
.TP
\fIREV\fR
\&.5 \(aqx\(aq \en \(ti\(ha.
.TP
\fB\-\-wait\fR \fITIME\fR
\[u2026].
.SS "\fBmigrate\fR \fBshow\fR \fIREV\fR"
Show.
.TP
\fIREV\fR
)");
}

}  // namespace
}  // namespace migrate::cli
