// Loaded before a program: SIGUSR2 makes a handler in it fail, and nobody catches that.
process.on("SIGUSR2", () => void Promise.reject(new Error("a handler failed")));
