# Everything from outside, found once. Debian names are in ./dev.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(spdlog REQUIRED)
pkg_check_modules(nlohmann_json REQUIRED IMPORTED_TARGET nlohmann_json)
pkg_check_modules(CLI11 REQUIRED IMPORTED_TARGET CLI11)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)

# toml++ and tl::expected ship headers only; the packages differ in what else they ship.
find_path(TOMLPLUSPLUS_INCLUDE toml++/toml.h REQUIRED)
find_path(EXPECTED_INCLUDE tl/expected.hpp REQUIRED)
find_path(MUSTACHE_INCLUDE kainjow/mustache.hpp REQUIRED)

# cpp-httplib: the flags that built the packaged library are part of its ABI, so they come from pkg-config.
find_package(httplib QUIET CONFIG)
if(httplib_FOUND)
  add_library(roadcase_httplib ALIAS httplib::httplib)
else()
  pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
  add_library(roadcase_httplib INTERFACE)
  target_link_libraries(roadcase_httplib INTERFACE PkgConfig::httplib OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB)
endif()
