/** A clone runs the TypeScript with npm; the package that people install is built, and brings `quiva-gateway`. */
export const IN_A_CLONE = import.meta.filename.endsWith('.ts')

/** How whoever reads a text starts the gateway, or runs a command of ours (`bin/gateway.js` lists them). */
export const HOW_TO_START = IN_A_CLONE ? 'npm start' : 'quiva-gateway'
export const howToRun = (command: string) =>
  IN_A_CLONE ? `npm run --silent ${command} --` : `quiva-gateway ${command}`
/** As `howToRun`, without arguments: npm needs `--` only before them. */
export const howToRunAlone = (command: string) => howToRun(command).replace(/ --$/, '')
