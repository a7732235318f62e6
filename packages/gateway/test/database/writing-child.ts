/** A process that writes to a database, with checkpoints all the time, and says what was committed, until it is killed. */
import { openSqlite } from '../../src/platform/database/sqlite.ts'
import { OFTEN } from './checkpoint-sizes.ts'

const database = await openSqlite(process.argv[2] ?? '', OFTEN)
let next = 0
const write = async () => {
  for (;;) {
    next += 1
    const name = `row ${next}`
    await database.transaction(({ db }) =>
      db
        .insertInto('settings')
        .values({ name, value: 'x'.repeat(3000) })
        .execute(),
    )
    process.stdout.write(`${name}\n`)
  }
}
await Promise.all([1, 2, 3, 4].map(write))
