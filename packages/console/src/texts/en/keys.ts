/** The screens of API keys. */
export default {
  'keys.title': 'API keys',
  'keys.intro': 'With a key, a program gets in without an interactive sign-in.',
  'keys.search': 'Search by name, id or last characters',
  'keys.column.name': 'Name',
  'keys.column.last-used': 'Last used',
  'keys.column.expires': 'Expires',
  'keys.empty.title': 'No keys yet',
  'keys.empty.text': 'Issue a key for each program that calls the API.',
} as const
