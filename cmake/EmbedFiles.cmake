# Writes OUT: for every one of FILES a line {"name", std::string_view("\x..", size)}, for an #include inside an array.
set(content "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  # Split per byte: a hex escape would swallow a following hex digit.
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1\"\"" bytes "${hex}")
  string(APPEND content "{\"${name}\", std::string_view(\"${bytes}\", ${size})},\n")
endforeach()
file(WRITE ${OUT} "${content}")
