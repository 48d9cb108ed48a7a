import { ApiError } from "./api-error.ts";

const TIMEOUT_MILLIS = 20_000;

/** Asks the deployed site as a browser would, without any right of ours. @throws ApiError when nothing answers */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
  } catch (error) {
    throw new ApiError(0, `${url} does not answer: ${error instanceof Error ? error.message : error}`);
  }
}
