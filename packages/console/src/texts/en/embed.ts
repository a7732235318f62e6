/** The key screens on pages of other products. */
export default {
  'embed.over': 'This session has ended. Load the page again to go on.',
}
