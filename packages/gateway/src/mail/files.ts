import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DeliveryError } from './delivery-error.ts'
import { asEml, type Message } from './message.ts'

/**
 * Writes a mail into `directory` (made with mode 0700) as `<time>-<template>-<item>.eml`, mode 0600, and resolves to
 * its path. The name sorts by time; a file ending in .eml is always whole, and on the disk before its item is ticked
 * off. Rejects with a DeliveryError that is worth a retry.
 */
export async function writeMail(directory: string, itemId: string, message: Message): Promise<string> {
  const time = message.date.toISOString().replaceAll(':', '').replace('.', '')
  const path = join(directory, `${time}-${message.mail.template}-${itemId}.eml`)
  const temporary = join(directory, `.${itemId}-${randomBytes(6).toString('hex')}.tmp`)
  const content = asEml(message)
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await writeWhole(temporary, content)
    await rename(temporary, path)
    return path
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    const { code } = error as NodeJS.ErrnoException
    throw new DeliveryError(`the mail's file could not be written (${code ?? 'unknown error'})`, {
      permanent: false,
      cause: error,
    })
  }
}

async function writeWhole(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content, 'utf8')
    await file.sync()
  } finally {
    await file.close()
  }
}
