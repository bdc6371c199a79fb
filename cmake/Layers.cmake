# How every part of roadcase is compiled: one strict set of flags, one library per layer, one test program
# per layer. A layer's sources are all the .cpp files of its folder.

set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
add_library(roadcase_flags INTERFACE)
# -Wrestrict: g++ 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
target_compile_options(roadcase_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  -fstack-protector-strong -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
target_link_options(roadcase_flags INTERFACE -Wl,-z,relro,-z,now -pie)
if(ROADCASE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(ROADCASE_SANITIZE)
  target_compile_options(roadcase_flags INTERFACE -fsanitize=${ROADCASE_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(roadcase_flags INTERFACE -fsanitize=${ROADCASE_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(roadcase_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()
target_compile_definitions(roadcase_flags INTERFACE ROADCASE_VERSION="${PROJECT_VERSION}")
target_include_directories(roadcase_flags INTERFACE ${CMAKE_SOURCE_DIR}/lib)
target_include_directories(roadcase_flags SYSTEM INTERFACE ${EXPECTED_INCLUDE})
target_link_libraries(roadcase_flags INTERFACE Threads::Threads PkgConfig::nlohmann_json)

# roadcase_layer(core NEEDS OpenSSL::Crypto): the static library roadcase_core from this folder's *.cpp.
# Public needs are the layers below; PRIVATE needs never reach the layers above.
function(roadcase_layer name)
  cmake_parse_arguments(ARG "" "" "LAYERS;NEEDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(roadcase_${name} STATIC ${sources})
  target_link_libraries(roadcase_${name} PUBLIC roadcase_flags)
  foreach(layer ${ARG_LAYERS})
    target_link_libraries(roadcase_${name} PUBLIC roadcase_${layer})
  endforeach()
  target_link_libraries(roadcase_${name} PRIVATE ${ARG_NEEDS})
endfunction()

# roadcase_test(core LAYERS core NEEDS …): the program test_core from tests/core/*.cpp, each case one ctest.
function(roadcase_test name)
  cmake_parse_arguments(ARG "" "" "LAYERS;NEEDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(test_${name} PRIVATE ROADCASE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             ROADCASE_BINARY="${CMAKE_BINARY_DIR}/roadcase")
  foreach(layer ${ARG_LAYERS})
    target_link_libraries(test_${name} PRIVATE roadcase_${layer})
  endforeach()
  target_link_libraries(test_${name} PRIVATE ${ARG_NEEDS} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(test_${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()
