import {
  Blocks,
  Building2,
  CreditCard,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  ScrollText,
  ServerCog,
  ShieldCheck,
  Users,
  Webhook,
} from 'lucide-react'
import type { May } from '../session/me.ts'
import type { TextName } from '../texts/texts.ts'

/** What this gateway has switched on: getConsoleConfig. */
type Features = { bus: boolean; payments: boolean }

type Place = { to: string; name: TextName; icon: LucideIcon; group: 'main' | 'build' | 'account' }
type Condition = (who: { may: May; features: Features; isOperator: boolean }) => boolean

const always: Condition = () => true

/** The navigation: each screen, and for whom it is. What a role may not see isn't offered. */
const table: readonly (Place & { if: Condition })[] = [
  { to: '/', name: 'nav.overview', icon: LayoutDashboard, group: 'main', if: always },
  { to: '/keys', name: 'nav.keys', icon: KeyRound, group: 'main', if: always },
  { to: '/members', name: 'nav.members', icon: Users, group: 'main', if: ({ may }) => may('listUsersByAccount') },
  { to: '/audit', name: 'nav.audit', icon: ScrollText, group: 'main', if: ({ may }) => may('listAuditEvents') },
  { to: '/bus', name: 'nav.bus', icon: Blocks, group: 'build', if: ({ features }) => features.bus },
  { to: '/webhooks', name: 'nav.webhooks', icon: Webhook, group: 'build', if: ({ may }) => may('listWebhooks') },
  { to: '/verifiers', name: 'nav.verifiers', icon: ShieldCheck, group: 'build', if: ({ may }) => may('listHolders') },
  {
    to: '/billing',
    name: 'nav.billing',
    icon: CreditCard,
    group: 'account',
    if: ({ may, features }) => features.payments && may('getSubscription'),
  },
  { to: '/account', name: 'nav.account', icon: Building2, group: 'account', if: always },
  { to: '/operator', name: 'nav.operator', icon: ServerCog, group: 'account', if: ({ isOperator }) => isOperator },
]

export const placesFor = (who: Parameters<Condition>[0]): readonly Place[] => table.filter((place) => place.if(who))
