# migrate_embed(TARGET DIRECTORY folder FUNCTION app::revisions)
#
# Compiles the revision files (*.sql, *.json) of a folder into a target, and declares the function
# that returns them as a migrate::Registry in a header of its name: `#include "revisions.hpp"`. They
# are embedded anew when one of them changes, comes or goes.
set(MIGRATE_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_revisions.cmake)

function(migrate_embed target)
  cmake_parse_arguments(EMBED "" "DIRECTORY;FUNCTION" "" ${ARGN})
  if(NOT EMBED_DIRECTORY OR NOT EMBED_FUNCTION)
    message(FATAL_ERROR "migrate_embed(TARGET DIRECTORY folder FUNCTION space::function)")
  endif()
  get_filename_component(folder ${EMBED_DIRECTORY} ABSOLUTE)
  string(REGEX REPLACE "^.*::" "" name ${EMBED_FUNCTION})
  set(header ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded/${name}.hpp)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded/${name}.cpp)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.sql ${folder}/*.json)
  get_property(script GLOBAL PROPERTY MIGRATE_EMBED_SCRIPT)
  add_custom_command(OUTPUT ${source} ${header}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DFUNCTION=${EMBED_FUNCTION} -DHEADER=${header}
            -DSOURCE=${source} -P ${script}
    DEPENDS ${files} ${script}
    VERBATIM)
  target_sources(${target} PRIVATE ${source} ${header})
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded)
  target_link_libraries(${target} PRIVATE migrate::migrate)
endfunction()
set_property(GLOBAL PROPERTY MIGRATE_EMBED_SCRIPT ${MIGRATE_EMBED_SCRIPT})
