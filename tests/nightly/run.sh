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

fuzz_one() { # TARGET SECONDS: goes on with what it knows from the last time, and says in one line what came of it
  local name; name=$(basename "$1")
  mkdir -p "build/corpus/$name"
  if "$1" -max_total_time="$2" -timeout=5 -rss_limit_mb=2048 -artifact_prefix=build/corpus/ "build/corpus/$name" >"build/$name.log" 2>&1; then
    echo "$name: nothing, $(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "build/$name.log") inputs"
  else
    echo "$name found something: see build/$name.log"
  fi
}

step_fuzz() { # every fuzzer for the same time, as many at once as there are cores
  build fuzz all
  local seconds targets said=build/fuzz-progress.log; seconds=$(scaled 600)
  mapfile -t targets < <(find build/fuzz -type f -name 'fuzz_*' -perm -u+x | sort)
  say "${#targets[@]} fuzzers, $(nproc) at a time, $seconds s each"
  export -f fuzz_one
  printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'fuzz_one "$@"' _ {} "$seconds" \
    | awk -v all=${#targets[@]} '{ print "[" NR "/" all "] " $0; fflush() }' | tee "$said"
  result "fuzz" "${#targets[@]} fuzzers, $seconds s each: $(grep -c 'found something' "$said" || true) found something"
}

step_tidy() { # clang-tidy with the checks of .clang-tidy
  local said; cmake --preset fuzz >/dev/null
  if run-clang-tidy-19 -quiet -p build/fuzz 'src/.*\.cpp$' >build/tidy.log 2>&1; then said="nothing"; else said="$(grep -c 'warning:\|error:' build/tidy.log) findings, see build/tidy.log"; fi
  result "clang-tidy" "$said"
}

# A demo council for whoever attacks it: without the limit per address, which would answer most of an attack with 429.
scan_port=8791 scan_data= scan_server=
open_council_to_scan() {
  local product=build/asan/src/app/guildhall first
  scan_data=$(mktemp -d)
  $product demo --port $scan_port --data "$scan_data/demo" >"$scan_data/demo.log" 2>&1 & first=$!
  until [ -f "$scan_data/demo/demo-accounts.txt" ] && curl -fs "localhost:$scan_port/readyz" >/dev/null; do sleep 0.2; done
  kill $first; wait $first || true
  printf 'listen = "127.0.0.1:%s"\nrequests_per_minute = 0\n[[council]]\nfolder = "demo"\nmaster_key_file = "demo/master.key"\n' $scan_port >"$scan_data/scan.toml"
  $product serve --config "$scan_data/scan.toml" >build/scan-server.log 2>&1 & scan_server=$!
  until curl -fs "localhost:$scan_port/readyz" >/dev/null; do sleep 0.2; done
}
close_council_to_scan() {
  local said="the log has no fault"
  kill -0 $scan_server 2>/dev/null || said="the server ended, see build/scan-server.log"
  kill $scan_server; wait $scan_server || true
  grep -q 'AddressSanitizer\|LeakSanitizer\|runtime error\|"level":"error"' build/scan-server.log && said="a fault, see build/scan-server.log"
  result "scanned server" "$said, $(grep -c '"status":5' build/scan-server.log || true) answers of 5xx"
  rm -rf "$scan_data"
}

scan_with_wapiti() { # NAME [FLAG...]: a crawler that attacks what it finds
  local name=$1 said minutes; minutes=$(scaled 20); shift
  timeout $((minutes * 60 + 120)) wapiti -u "http://localhost:$scan_port/" --flush-session --store-session "$scan_data/$name" --max-scan-time $((minutes * 60)) \
    -m "$wapiti_modules" --external-endpoint "http://localhost:9/" --no-bugreport -x "http://localhost:$scan_port/desk/sign-out" -f json -o "build/$name.json" "$@" >"build/$name.log" 2>&1 || true
  said=$(node tests/nightly/wapiti.mjs "build/$name.json") || true
  result "$name" "$said"
}
wapiti_modules=backup,blindsql,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,xss

scan_with_sqlmap() { # COOKIES: an injector, at every parameter that reaches a query
  local base="http://localhost:$scan_port" cookies=$1 target found=0 count=0 minutes; minutes=$(scaled 5)
  local targets=("$base/search?q=bin" "$base/services/report-missed-bin?resume=1" "$base/desk?which=any&service=report-street-problem&order=newest&news=yes&reference=" "$base/desk?after=1&order=newest"
    "$base/desk/export.csv?service=report-street-problem" "$base/track/0000-0000-000*" "$base/desk/cases/1*" "$base/track --data=reference=0000-0000-000&csrf=x --csrf-token=csrf" "$base/desk/sign-in --data=email=a%40b.example&password=x&next=&csrf=x --csrf-token=csrf")
  : >build/sqlmap.log
  for target in "${targets[@]}"; do
    count=$((count + 1))
    # shellcheck disable=SC2086 # a target may carry flags
    timeout $((minutes * 60)) sqlmap -u $target --cookie "$cookies" --batch --level 2 --risk 1 --flush-session --drop-set-cookie --output-dir "$scan_data/sqlmap" >>build/sqlmap.log 2>&1 || true
  done
  found=$(grep -c 'identified the following injection point' build/sqlmap.log || true)
  result "sqlmap" "$count addresses, $found injection points"
}

check_html() { # the Nu HTML checker over every page, in every state, that a journey reached: residents', the desk's, forms with errors
  (cd tests/nightly && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  rm -rf build/pages
  KEEP=$PWD/build/pages node tests/journeys/run.mjs build/asan/src/app/guildhall >build/scan-journeys.log 2>&1 || true
  local said=0
  java -jar tests/nightly/node_modules/vnu-jar/build/dist/vnu.jar --skip-info-messages --filterfile tests/nightly/html-waivers.txt build/pages >build/vnu.log 2>&1 || said=$(grep -c 'error:' build/vnu.log || true)
  result "Nu checker" "$(find build/pages -name '*.html' | wc -l) pages, $said errors, $(grep -c 'warning:' build/vnu.log || true) warnings (journeys: $(tail -n 1 build/scan-journeys.log))"
}

step_scan() {
  build asan guildhall
  check_html
  open_council_to_scan
  local cookies; cookies=$(node tests/nightly/sign_in.mjs "http://localhost:$scan_port" "$scan_data/demo" "$scan_data/cookies.json")
  scan_with_wapiti wapiti
  scan_with_wapiti wapiti-desk -c "$scan_data/cookies.json" -s "http://localhost:$scan_port/desk"
  scan_with_sqlmap "$cookies"
  close_council_to_scan
}

nightly() {
  local steps=("$@") step
  [ ${#steps[@]} -gt 0 ] || steps=(tsan faults hostile properties fuzz tidy scan)
  for step in "${steps[@]}"; do say "$step"; "step_$step"; done
  { printf '\n## %s, commit %s, HOURS=%s\n\n| what | result |\n| --- | --- |\n' "$(date +%F)" "$(git describe --always --dirty)" "$hours"
    printf '%s\n' "${results[@]}"; } >>docs/nightly.md
  say "Written to docs/nightly.md"
}
