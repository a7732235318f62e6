export default {
  'account.title': 'Account',
} as const
