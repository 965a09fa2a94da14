# What `cmake --install` lays out, in three components: `program` (the command line), `library` (what
# a built program loads at run time) and `development` (what other programs are built with).
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/migrate)
install(TARGETS migrate EXPORT migrate-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
if(MIGRATE_BUILD_CLI)
  install(TARGETS migrate_program EXPORT migrate-targets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
  install(TARGETS migrate_cli COMPONENT program)
endif()
if(MIGRATE_POSTGRESQL_MODULE)
  install(TARGETS migrate_postgresql_module
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/migrate COMPONENT library)
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/libmigrate/include/migrate
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(EXPORT migrate-targets NAMESPACE migrate:: DESTINATION ${package_folder}
  COMPONENT development)

configure_package_config_file(${PROJECT_SOURCE_DIR}/libmigrate/cmake/migrate-config.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/migrate-config.cmake INSTALL_DESTINATION ${package_folder})
# Until 1.0 a minor version may change what the headers say.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/migrate-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/migrate-config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/migrate-config-version.cmake
  ${PROJECT_SOURCE_DIR}/libmigrate/cmake/migrate_embed.cmake
  ${PROJECT_SOURCE_DIR}/libmigrate/cmake/embed_revisions.cmake
  DESTINATION ${package_folder} COMPONENT development)
# Found from the file itself, so that an installed tree may be moved.
file(RELATIVE_PATH prefix_from_pc /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(${PROJECT_SOURCE_DIR}/libmigrate/cmake/migrate.pc.in
  ${CMAKE_CURRENT_BINARY_DIR}/migrate.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/migrate.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
