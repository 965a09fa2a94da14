# MIGRATE_STATIC: the targets that the rest of the build names, made of archives. Of fmt Debian has
# no archive, so it is compiled in; libpq's archive needs two that are in postgresql-server-dev-15.
foreach(target IN ITEMS fmt::fmt fmt::fmt-header-only)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES INTERFACE_COMPILE_DEFINITIONS FMT_HEADER_ONLY=1)
endforeach()

function(migrate_archive target name)
  cmake_parse_arguments(ARCHIVE "" "" "PATHS;LIBRARIES" ${ARGN})
  find_library(MIGRATE_ARCHIVE_${name} lib${name}.a PATHS ${ARCHIVE_PATHS})
  if(NOT MIGRATE_ARCHIVE_${name})
    message(FATAL_ERROR "MIGRATE_STATIC needs lib${name}.a; docs/deploying.md names the packages")
  endif()
  add_library(${target} STATIC IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${MIGRATE_ARCHIVE_${name}})
  target_link_libraries(${target} INTERFACE ${ARCHIVE_LIBRARIES})
endfunction()

execute_process(COMMAND pg_config --pkglibdir OUTPUT_VARIABLE server_archives
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND pg_config --includedir OUTPUT_VARIABLE pq_headers
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
find_package(Threads REQUIRED)
migrate_archive(SQLite::SQLite3 sqlite3 LIBRARIES m ${CMAKE_DL_LIBS} Threads::Threads)
migrate_archive(migrate_crypto crypto LIBRARIES ${CMAKE_DL_LIBS} Threads::Threads)
migrate_archive(migrate_ssl ssl LIBRARIES migrate_crypto)
migrate_archive(migrate_pgport pgport PATHS ${server_archives} LIBRARIES m)
migrate_archive(migrate_pgcommon pgcommon PATHS ${server_archives}
  LIBRARIES migrate_pgport migrate_crypto)
# Kerberos has no archive in Debian, and LDAP's drags in more than it is worth.
add_library(migrate_without_gssapi_ldap STATIC
  ${CMAKE_CURRENT_SOURCE_DIR}/src/module/without_gssapi_ldap.cpp)
migrate_archive(PkgConfig::PQ pq
  LIBRARIES migrate_pgcommon migrate_pgport migrate_ssl migrate_without_gssapi_ldap)
target_include_directories(PkgConfig::PQ INTERFACE ${pq_headers})
migrate_archive(PkgConfig::PQXX pqxx LIBRARIES PkgConfig::PQ)
