#pragma once

#include <string>
#include <string_view>

#include "migrate/db.hpp"

namespace migrate::postgresql {

/// The columns of pg_stat_activity, as `a`, that describe_session() reads: seven.
inline constexpr std::string_view session_columns =
    "a.pid::text, a.application_name::text, a.usename::text,"
    " coalesce(pg_catalog.host(a.client_addr), 'local'),"
    " pg_catalog.to_char(coalesce(a.xact_start, a.backend_start) AT TIME ZONE 'UTC',"
    " 'YYYY-MM-DD HH24:MI:SS') || ' UTC',"
    " greatest(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() -"
    " coalesce(a.xact_start, a.backend_start)), 0)::bigint::text,"
    " coalesce(a.state, a.backend_type) || ': ' ||"
    " pg_catalog.left(pg_catalog.regexp_replace(a.query, '\\s+', ' ', 'g'), 120)";

/// `pid 71 (application migrate, user app, host local, since 2026-03-01 10:00:00 UTC (12 s),
/// active: SELECT …)` of the values of session_columns, which begin at `first`. Nothing that may be
/// a password is shown.
std::string describe_session(const Row& row, std::size_t first);

}  // namespace migrate::postgresql
