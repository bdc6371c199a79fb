# roadcase_embed(TARGET header.inc FILES…): compiles files of the tree into TARGET, so that the program needs
# no data directory. Each file becomes a row {name, bytes}; see the header that declares the table.
function(roadcase_embed target symbol)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.inc)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} "-DFILES=${ARGN}" -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()
