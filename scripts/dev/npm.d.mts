export function npmIsGone(): boolean;
