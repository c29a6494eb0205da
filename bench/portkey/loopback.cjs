// Portkey's gateway has no option for the address that it listens on and takes all of them.
// Loaded before it by `node --require`, this keeps it on the loopback address; nothing else changes.
const { Server } = require('node:net');

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  if (typeof port !== 'number') return listen.call(this, port, ...rest);
  const callback = rest.find((argument) => typeof argument === 'function');
  return listen.call(this, { port, host: '127.0.0.1' }, callback);
};
