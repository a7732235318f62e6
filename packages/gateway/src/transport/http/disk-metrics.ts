import { stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { Gauge } from 'prom-client'
import type { Config } from '../../platform/config/config.ts'

/** What is read of the disk when the metrics are. */
export function createDiskMetrics({ dataDir, database }: Pick<Config, 'dataDir' | 'database'>): Gauge[] {
  const folder = database.engine === 'sqlite' ? path.dirname(database.file) : dataDir
  const free = new Gauge({
    name: 'quiva_data_free_bytes',
    help: 'Free space on the disk of the SQLite database, or of DATA_DIR with PostgreSQL',
    registers: [],
    async collect() {
      const found = await statfs(folder).catch(() => undefined)
      // Without root's reserve, which the gateway does not get.
      if (found) this.set(found.bavail * found.bsize)
    },
  })
  if (database.engine !== 'sqlite') return [free]
  const sizes = new Gauge({
    name: 'quiva_sqlite_file_bytes',
    help: 'Size of the SQLite database (database) and of its write-ahead log (wal)',
    labelNames: ['file'],
    registers: [],
    async collect() {
      for (const [file, name] of [
        ['database', database.file],
        ['wal', `${database.file}-wal`],
      ] as const) {
        const size = await stat(name).then(
          (found) => found.size,
          () => 0,
        )
        this.set({ file }, size)
      }
    },
  })
  return [free, sizes]
}
