import cluster, { type Worker as Child } from 'node:cluster'
import { metricsText, type Sample } from './metrics.ts'
import type { Report } from './report.ts'
import type { Settings } from './settings.ts'
import { startWorker } from './worker.ts'

/** A process that ended by itself is started again after so long. */
const RESTART_MS = 1000
/** How often each process says what it has done. */
export const SAMPLE_MS = 500

type FromChild = { type: 'listening' } | { type: 'failed'; reason: string } | { type: 'sample'; sample: Sample }
type ToChild = { type: 'stop' } | { type: 'metrics'; text: string }

/** Keeps as many processes as there should be. Resolves when all listen; rejects if one cannot. */
export async function startProcesses({ processes }: Settings, report: Report): Promise<{ stop(): Promise<void> }> {
  const samples = new Map<Child, Sample>()
  let isStopping = false

  function start(): Promise<void> {
    const child = cluster.fork()
    return new Promise((resolve, reject) => {
      child.on('message', (message: FromChild) => {
        if (message.type === 'listening') resolve()
        else if (message.type === 'failed') reject(new Error(message.reason))
        else {
          samples.set(child, message.sample)
          if (!isStopping) report([...samples.values()].map(({ state }) => state))
          const text: ToChild = { type: 'metrics', text: metricsText([...samples.values()]) }
          if (child.isConnected()) child.send(text)
        }
      })
      child.on('exit', () => {
        samples.delete(child)
        reject(new Error('a process ended before it listened'))
        if (!isStopping) setTimeout(() => isStopping || start().catch(() => {}), RESTART_MS)
      })
    })
  }

  function stop(): Promise<void> {
    isStopping = true
    const children = Object.values(cluster.workers ?? {}).flatMap((child) => child ?? [])
    const ended = children.map((child) => new Promise<void>((resolve) => child.once('exit', () => resolve())))
    for (const child of children) if (child.isConnected()) child.send({ type: 'stop' } satisfies ToChild)
    return Promise.all(ended).then(() => undefined)
  }

  try {
    await Promise.all(Array.from({ length: processes }, start))
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

/** What each of these processes does. */
export async function runAsProcess(settings: Settings): Promise<void> {
  let metrics = ''
  const tell = (message: FromChild) => {
    if (process.connected) process.send?.(message)
  }
  try {
    const worker = await startWorker(settings, async () => metrics)
    const sampling = setInterval(() => tell({ type: 'sample', sample: worker.sample() }), SAMPLE_MS)
    let isStopping = false
    const end = () => {
      if (isStopping) return
      isStopping = true
      clearInterval(sampling)
      void worker.stop().then(() => process.exit(0))
    }
    process.on('message', (message: ToChild) => {
      if (message.type === 'stop') end()
      else metrics = message.text
    })
    // Without the first process nobody would end this one.
    process.on('disconnect', end)
    tell({ type: 'sample', sample: worker.sample() })
    tell({ type: 'listening' })
  } catch (error) {
    tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) })
    process.disconnect?.()
  }
}
