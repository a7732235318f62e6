import { writeWholeFile } from '../../platform/disk/whole-file.ts'
import { DeliveryError } from './delivery-error.ts'
import { asEml, type Message } from './message.ts'

/**
 * Writes a mail into `directory` as `<time>-<template>-<item>.eml` and resolves to its path. The name sorts by time; a
 * file ending in .eml is always complete, and on the disk before its outbox item is marked as done. Rejects with a
 * DeliveryError that is worth a retry.
 */
export async function writeMail(directory: string, itemId: string, message: Message): Promise<string> {
  const time = message.date.toISOString().replaceAll(':', '').replace('.', '')
  const content = asEml(message)
  try {
    return await writeWholeFile(directory, `${time}-${message.mail.template}-${itemId}.eml`, content)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new DeliveryError(`the mail's file could not be written (${code ?? 'unknown error'})`, {
      permanent: false,
      cause: error,
    })
  }
}
