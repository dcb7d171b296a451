// Makes the styles and scripts that the binary carries: node web/build.mjs OUTPUT_FOLDER
import { build } from 'esbuild'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const modules = join(here, '..', 'node_modules')
const out = process.argv[2]
mkdirSync(out, { recursive: true })

for (const name of ['app', 'desk']) {
  const { css } = sass.compile(join(here, 'styles', `${name}.scss`), {
    style: 'compressed', loadPaths: [modules], quietDeps: true, logger: sass.Logger.silent,
  })
  writeFileSync(join(out, `${name}.css`), css)
  await build({
    entryPoints: [join(here, 'scripts', `${name}.mjs`)],
    bundle: true, minify: true, format: 'esm', target: 'es2020', outfile: join(out, `${name}.js`), logLevel: 'warning',
  })
}
