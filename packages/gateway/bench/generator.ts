import { fileURLToPath } from 'node:url'
import type { LoadOrder, LoadReport } from './load.ts'
import type { Stage } from './stage.ts'

export type LoadGenerator = {
  /** Puts a server under load and reports; throws if a connection broke or an answer was not a 200. */
  run(order: LoadOrder): Promise<LoadReport>
  stop(): Promise<void>
}

/** One generator for the whole run, so that its code is warm for every server alike. */
export function startGenerator(stage: Stage): LoadGenerator {
  const child = stage.spawnLoad([fileURLToPath(new URL('load.ts', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return {
    async run(order) {
      const answer = await new Promise<{ report: LoadReport } | { error: string }>((resolve, reject) => {
        const ended = () => reject(new Error('the load generator ended'))
        child.once('exit', ended)
        child.once('message', (message) => {
          child.off('exit', ended)
          resolve(message as { report: LoadReport } | { error: string })
        })
        child.send(order)
      })
      if ('error' in answer) throw new Error(answer.error)
      for (const [name, { failures }] of Object.entries(answer.report.groups)) {
        if (Object.keys(failures).length > 0) throw new Error(`${name}: not only 200s: ${JSON.stringify(failures)}`)
      }
      return answer.report
    },
    stop: () => stage.end(child),
  }
}
