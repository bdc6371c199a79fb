# Writes OUT: for every one of FILES a line {"name", std::string_view("\x..", size)}, for an #include inside an array.
# A file that is given relative to DIR has that path for a name, any other one its last part.
set(content "")
foreach(file ${FILES})
  if(IS_ABSOLUTE ${file})
    get_filename_component(name ${file} NAME)
  else()
    set(name ${file})
    set(file ${DIR}/${file})
  endif()
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  # Split per byte: a hex escape would swallow a following hex digit.
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1\"\"" bytes "${hex}")
  string(APPEND content "{\"${name}\", std::string_view(\"${bytes}\", ${size})},\n")
endforeach()
file(WRITE ${OUT} "${content}")
