# Long runs, by hand before something is called done: ./dev nightly [STEP...]   (all steps without)
# Sourced by ./dev. Each step says its result in one line; the lines go into docs/nightly.md with the commit.
# HOURS=0.5 makes every step shorter or longer.

nightly_packages=(clang-19 libclang-rt-19-dev clang-tidy-19 wapiti sqlmap default-jre-headless)
hours=${HOURS:-1}
scaled() { awk "BEGIN { n = int($1 * $hours); print n < 1 ? 1 : n }"; }
results=()
result() { results+=("| $1 | $2 |"); printf '%-12s %s\n' "$1" "$2"; }

step_tsan() { # the unit tests under the thread sanitizer, on both databases
  build tsan all
  start_postgres
  passed=0 failed=0
  TSAN_OPTIONS="halt_on_error=1 suppressions=$PWD/tests/nightly/tsan.txt" run_unit_tests tsan
  stop_postgres
  result "tsan" "$passed passed, $failed failed"
}

step_faults() { # many crashes, many power cuts
  build asan all
  local kills cuts; kills=$(scaled 1000); cuts=$(scaled 10000)
  local said; said=$(node --no-warnings tests/faults/run.mjs build/asan/src/app/guildhall --kills "$kills" | tee "build/nightly-${FUNCNAME[0]}.log" | tail -n 1)
  result "faults" "$kills kills: $said"
  if (cd build/asan && use_memory_for_databases && GUILDHALL_FAULT_RUNS=$cuts ctest -R '^db\.sqlite$' --timeout 36000 >/dev/null); then said="passed"; else said="failed"; fi
  result "power cuts" "$cuts cuts on a disk that forgets: $said"
}

step_hostile() { # 500 hostile strings through every field, shown on every page
  build asan guildhall
  local said; said=$(ALL=1 node tests/journeys/run.mjs build/asan/src/app/guildhall hostile | tee "build/nightly-${FUNCNAME[0]}.log" | tail -n 1)
  result "hostile" "500 strings through every field and file name: $said"
}

step_properties() { # properties and simulations with many more seeds
  local tries said; tries=$(scaled 100000)
  start_postgres
  if (cd build/asan && RC_PARAMS="max_success=$tries" ctest -L sqlite --timeout 36000 >build/properties.log 2>&1); then said="passed"; else said="failed, see build/properties.log"; fi
  stop_postgres
  result "properties" "$tries cases each: $said"
}

step_fuzz() { # each fuzzer for its share of time
  build fuzz all
  local seconds target found=0 count=0; seconds=$(scaled 300)
  mkdir -p build/corpus
  for target in $(find build/fuzz -type f -name 'fuzz_*' -perm -u+x | sort); do
    count=$((count + 1))
    mkdir -p "build/corpus/$(basename "$target")"
    "$target" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -artifact_prefix=build/corpus/ "build/corpus/$(basename "$target")" >"build/$(basename "$target").log" 2>&1 \
      || { found=$((found + 1)); echo "$(basename "$target") found something: see build/$(basename "$target").log"; }
  done
  result "fuzz" "$count fuzzers, $seconds s each: $found found something"
}

step_tidy() { # clang-tidy with the checks of .clang-tidy
  local said; cmake --preset fuzz >/dev/null
  if run-clang-tidy-19 -quiet -p build/fuzz 'src/.*\.cpp$' >build/tidy.log 2>&1; then said="nothing"; else said="$(grep -c 'warning:\|error:' build/tidy.log) findings, see build/tidy.log"; fi
  result "clang-tidy" "$said"
}

step_scan() { # a crawler that attacks, an injector, and the HTML checker, against a demo council
  build asan guildhall
  local data port=8791 said; data=$(mktemp -d)
  build/asan/src/app/guildhall demo --port $port --data "$data" >"$data.log" 2>&1 & local server=$!
  until curl -fs "localhost:$port/readyz" >/dev/null; do sleep 0.2; done
  local minutes; minutes=$(scaled 10)
  timeout $((minutes * 60 + 60)) wapiti -u "http://localhost:$port/" --flush-session --max-scan-time $((minutes * 60)) -f json -o build/wapiti.json >build/wapiti.log 2>&1 || true
  said=$(node -e 'const r = JSON.parse(require("fs").readFileSync("build/wapiti.json")); console.log(Object.values(r.vulnerabilities).flat().length)' 2>/dev/null || echo "no report of")
  result "wapiti" "$said findings"
  timeout $((minutes * 60)) sqlmap -u "http://localhost:$port/search?q=bin" --batch --level 2 --risk 1 --flush-session >build/sqlmap.log 2>&1 || true
  result "sqlmap" "$(grep -c 'is vulnerable\|injectable' build/sqlmap.log || true) findings"
  local pages=(/ /services "/search?q=bin" /services/report-missed-bin /services/report-street-problem /track /desk /privacy /accessibility) page bad=0
  [ -f node_modules/vnu-jar/build/dist/vnu.jar ] && for page in "${pages[@]}"; do
    curl -s "localhost:$port$page" >build/page.html
    java -jar node_modules/vnu-jar/build/dist/vnu.jar --errors-only build/page.html >>build/vnu.log 2>&1 || bad=$((bad + 1))
  done
  result "Nu checker" "${#pages[@]} pages, $bad with errors"
  kill -0 $server 2>/dev/null || result "scan" "the server ended, see $data.log"
  grep -q 'AddressSanitizer\|runtime error' "$data.log" && result "scan" "a sanitizer spoke, see $data.log"
  kill $server; wait $server || true
  rm -rf "$data"
}

nightly() {
  local steps=("$@") step
  [ ${#steps[@]} -gt 0 ] || steps=(tsan faults hostile properties fuzz tidy scan)
  for step in "${steps[@]}"; do say "$step"; "step_$step"; done
  { printf '\n## %s, commit %s, HOURS=%s\n\n| what | result |\n| --- | --- |\n' "$(date +%F)" "$(git describe --always --dirty)" "$hours"
    printf '%s\n' "${results[@]}"; } >>docs/nightly.md
  say "Written to docs/nightly.md"
}
