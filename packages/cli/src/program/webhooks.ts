import type { Command } from 'commander'
import { type ListenOptions, listenForEvents } from '../commands/listen-webhooks.ts'
import {
  type AddWebhookOptions,
  addWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  resendEvent,
  rotateWebhook,
  switchWebhook,
  testWebhook,
} from '../commands/webhooks.ts'
import { examples } from '../help.ts'
import { collect, parseLimit, parseLocalUrl } from '../options.ts'
import type { MakeParts } from './parts.ts'

const ID = 'id of the webhook'

/** Events of the audit log, delivered to servers of the account. */
export function webhookCommands(program: Command, parts: MakeParts): void {
  const webhooks = program
    .command('webhooks')
    .description('deliver events of the audit log to your own servers; for the root user and administrators')

  webhooks
    .command('add')
    .description('create a webhook, and print the secret that verifies its deliveries')
    .argument('<url>', 'where events are delivered; https')
    .option(
      '--event <action>',
      'deliver events of this kind, such as api_key.issued; can be given several times; default: all',
      collect,
    )
    .option('--description <text>', 'for yourself')
    .addHelpText('after', examples.addWebhook)
    .action((url: string, options: AddWebhookOptions) => addWebhook(url, options, parts()))

  webhooks
    .command('listen')
    .description('forward new events to a server on this computer, as a webhook would, until Ctrl-C')
    .argument('<url>', 'a port, or an address on this computer such as localhost:3000/events', parseLocalUrl)
    .option('--event <action>', 'only events of this kind; can be given several times; default: all', collect)
    .addHelpText('after', examples.listen)
    .action((url: string, options: ListenOptions) => listenForEvents(url, options, parts()))

  webhooks
    .command('list')
    .description('list the webhooks, oldest first')
    .action(() => listWebhooks(parts()))

  webhooks
    .command('disable')
    .description('deliver nothing to a webhook for now')
    .argument('<id>', ID)
    .action((id: string) => switchWebhook(id, true, parts()))

  webhooks
    .command('enable')
    .description('deliver to a webhook again, what happens from now on')
    .argument('<id>', ID)
    .action((id: string) => switchWebhook(id, false, parts()))

  webhooks
    .command('remove')
    .description('delete a webhook')
    .argument('<id>', ID)
    .action((id: string) => removeWebhook(id, parts()))

  webhooks
    .command('rotate')
    .description('make a new secret, and print it; the former one signs, too, for 24 hours')
    .argument('<id>', ID)
    .action((id: string) => rotateWebhook(id, parts()))

  webhooks
    .command('test')
    .description('deliver a test at once, and say what became of it')
    .argument('<id>', ID)
    .action((id: string) => testWebhook(id, parts()))

  webhooks
    .command('deliveries')
    .description('list the attempts of the last seven days, newest first')
    .argument('<id>', ID)
    .option('--limit <n>', 'the most attempts to show, 1 to 1000; default 100', parseLimit)
    .action((id: string, options: { limit?: number }) => listDeliveries(id, options, parts()))

  webhooks
    .command('resend')
    .description('deliver one event of the audit log again, and say what became of it')
    .argument('<id>', ID)
    .argument('<event>', 'id of the event')
    .action((id: string, event: string) => resendEvent(id, event, parts()))
}
