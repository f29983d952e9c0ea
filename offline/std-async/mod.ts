/** Stand-in, to be filled. */
export {};
