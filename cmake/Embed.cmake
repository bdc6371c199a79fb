# roadcase_embed(TARGET header.inc FILES…): compiles files of the tree into TARGET, so that the program needs
# no data directory. Each file becomes a row {name, bytes}; see the header that declares the table. A path below the
# present directory is the file's name; of an absolute path it is the last part.
function(roadcase_embed target symbol)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.inc)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DDIR=${CMAKE_CURRENT_SOURCE_DIR} "-DFILES=${ARGN}" -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()
