/**
 * What the gateway uses of node:http. An `import` of it would read each of its members, those too by which Node.js loads
 * fetch when it is first used: 40 ms of CPU and 15 MB at each start.
 */
export const { createServer, ServerResponse, STATUS_CODES, validateHeaderValue } = process.getBuiltinModule('node:http')
