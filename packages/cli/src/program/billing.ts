import type { Command } from 'commander'
import { type Addon, cancelBilling, openPortal, showBilling, showPlans, startCheckout } from '../commands/billing.ts'
import { examples } from '../help.ts'
import { parseAddon } from '../options.ts'
import type { MakeParts } from './parts.ts'

/** Payments. */
export function billingCommands(program: Command, parts: MakeParts): void {
  const billing = program
    .command('billing')
    .description(
      'choose, show, pay for and cancel a plan; for the root user, administrators and members with the role billing',
    )

  billing
    .command('plans')
    .description('list the plans and addons with their prices')
    .action(() => showPlans(parts()))

  billing
    .command('status')
    .description('show the plan, its items, and when it renews or ends')
    .action(() => showBilling(parts()))

  billing
    .command('checkout')
    .description('print the URL of a page where you can subscribe')
    .argument('<price>', 'price id of a plan')
    .option('--addon <price[:quantity]>', 'an addon to the plan; can be given several times', parseAddon)
    .addHelpText('after', examples.checkout)
    .action((price: string, options: { addon?: Addon[] }) => startCheckout(price, options, parts()))

  billing
    .command('portal')
    .description('print the URL of the customer portal: payment methods, invoices and the subscription')
    .action(() => openPortal(parts()))

  billing
    .command('cancel')
    .description('cancel the subscription at the end of its period')
    .action(() => cancelBilling(parts()))
}
