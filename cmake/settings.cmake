# One place for the compiler, its warnings, the linker and the cache.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set_property(GLOBAL PROPERTY USE_FOLDERS ON)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Werror -pthread)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # g++ 12 reports these wrongly on std::expected, std::variant and coroutine frames.
  add_compile_options(-Wno-maybe-uninitialized -Wno-dangling-pointer -Wno-stringop-overflow
                      -Wno-restrict -Wno-array-bounds)
else()
  # clang 19 blames us for what std::stable_sort of libstdc++ 12 uses inside.
  add_compile_options(-Wno-deprecated-declarations)
endif()
# Designated initialisers leave optional component fields out on purpose.
add_compile_options(-Wno-missing-field-initializers)
add_link_options(-pthread)
if(GUILDHALL_SANITIZE)
  add_compile_options(-fsanitize=${GUILDHALL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${GUILDHALL_SANITIZE})
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
foreach(lib sqlite3 libpq libsodium libcurl icu-uc icu-i18n libbrotlienc yaml-cpp zlib libxml-2.0)
  string(MAKE_C_IDENTIFIER ${lib} id)
  pkg_check_modules(${id} REQUIRED IMPORTED_TARGET ${lib})
endforeach()
