# guildhall_module(NAME [DEPENDS room...] [LIBS target...] [PUBLIC_LIBS target...] [DATABASE_TESTS])
#
# A room of the house, always laid out alike: include/NAME/*.hpp is what others may include,
# *.cpp and *.hpp beside this file are private, migrations/*.sql are its tables,
# tests/*_test.cpp become NAME_tests, and with GUILDHALL_FUZZ each fuzz/THING.cpp becomes fuzz_NAME_THING. DEPENDS names the rooms whose public headers it may include:
# whatever is not named does not compile.
# With DATABASE_TESTS the tests run twice: on SQLite and, where GUILDHALL_TEST_POSTGRES names a server, on PostgreSQL.
function(guildhall_module name)
  cmake_parse_arguments(M "DATABASE_TESTS" "" "DEPENDS;LIBS;PUBLIC_LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC include PRIVATE .)
  target_link_libraries(${name} PUBLIC ${M_DEPENDS} ${M_PUBLIC_LIBS} PRIVATE ${M_LIBS})
  # Each public header compiles alone: the target all_verify_interface_header_sets builds it so.
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/include/*.hpp)
  if(headers)
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${headers})
    set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  endif()

  file(GLOB migrations CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/migrations/*.sql)
  if(migrations)
    guildhall_embed(${name} ${name}_migrations ${migrations})
  endif()

  if(GUILDHALL_FUZZ)
    guildhall_fuzzers(${name} ${M_LIBS})
  endif()

  file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/*_test.cpp)
  if(GUILDHALL_TESTS AND tests)
    add_executable(${name}_tests ${tests} ${CMAKE_SOURCE_DIR}/tests/main.cpp)
    target_include_directories(${name}_tests PRIVATE . tests)
    target_link_libraries(${name}_tests PRIVATE ${name} ${M_LIBS})
    target_compile_definitions(${name}_tests PRIVATE GUILDHALL_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name}.sqlite COMMAND ${name}_tests)
    set_tests_properties(${name}.sqlite PROPERTIES LABELS "unit;sqlite" ENVIRONMENT "GUILDHALL_TEST_DATABASE=sqlite")
    if(M_DATABASE_TESTS)
      add_test(NAME ${name}.postgres COMMAND ${name}_tests)
      set_tests_properties(${name}.postgres PROPERTIES LABELS "unit;postgres" ENVIRONMENT "GUILDHALL_TEST_DATABASE=postgres")
    endif()
  endif()
endfunction()

# guildhall_fuzzers(ROOM [lib...]): libFuzzer programs (clang only) over what the room reads from outside.
# The room itself is built so that the fuzzer sees which way through it an input took.
function(guildhall_fuzzers name)
  target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)
  file(GLOB fuzzers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/*.cpp)
  foreach(source IN LISTS fuzzers)
    get_filename_component(thing ${source} NAME_WE)
    add_executable(fuzz_${name}_${thing} ${source})
    target_include_directories(fuzz_${name}_${thing} PRIVATE . ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(fuzz_${name}_${thing} PRIVATE ${name} ${ARGN})
    target_compile_options(fuzz_${name}_${thing} PRIVATE -fsanitize=fuzzer)
    target_link_options(fuzz_${name}_${thing} PRIVATE -fsanitize=fuzzer)
  endforeach()
endfunction()

# guildhall_embed(TARGET SYMBOL file...): the files' bytes become part of the binary.
# In C++: #include <base/embedded.hpp>, then GUILDHALL_EMBEDDED(SYMBOL) declares
# `std::span<const base::EmbeddedFile> SYMBOL()`, in the order given, named by file name
# (or by the path below the folder given with guildhall_embed(... BASE folder file...)).
function(guildhall_embed target symbol)
  cmake_parse_arguments(E "" "BASE" "" ${ARGN})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${symbol})
  set(asm "    .section .rodata\n")
  set(table "")
  set(decls "")
  set(n 0)
  foreach(file IN LISTS E_UNPARSED_ARGUMENTS)
    if(E_BASE)
      file(RELATIVE_PATH shown ${E_BASE} ${file})
    else()
      get_filename_component(shown ${file} NAME)
    endif()
    set(sym ${symbol}_${n})
    string(APPEND asm "    .global ${sym}_begin\n    .global ${sym}_end\n    .balign 16\n${sym}_begin:\n    .incbin \"${file}\"\n${sym}_end:\n    .byte 0\n")
    string(APPEND decls "extern const char ${sym}_begin[], ${sym}_end[];\n")
    string(APPEND table "    {\"${shown}\", {${sym}_begin, static_cast<std::size_t>(${sym}_end - ${sym}_begin)}},\n")
    math(EXPR n "${n}+1")
  endforeach()
  string(APPEND asm "    .section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT ${out}.S CONTENT "${asm}" @ONLY)
  file(CONFIGURE OUTPUT ${out}.cpp CONTENT "#include <base/embedded.hpp>\nextern \"C\" {\n${decls}}\nnamespace guildhall::embedded {\nstd::span<const base::EmbeddedFile> ${symbol}()\n{\n    static const base::EmbeddedFile files[] = {\n${table}    };\n    return files;\n}\n}\n" @ONLY)
  set_source_files_properties(${out}.S PROPERTIES OBJECT_DEPENDS "${E_UNPARSED_ARGUMENTS}" LANGUAGE ASM)
  target_sources(${target} PRIVATE ${out}.S ${out}.cpp)
endfunction()
