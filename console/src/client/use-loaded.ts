import { useCallback, useEffect, useRef, useState } from "react";
import { problemOf } from "./problem.ts";

export interface Loaded<T> {
  data: T | null;
  /** Why it could not be loaded. */
  problem: Error | null;
  isLoading: boolean;
  reload(): Promise<void>;
}

/** Loads when the key changes and shows what was there until the new is; an answer that comes too late is dropped. */
export function useLoaded<T>(key: string | null, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; problem: Error | null; isLoading: boolean }>({
    data: null,
    problem: null,
    isLoading: key !== null,
  });
  const latest = useRef(load);
  latest.current = load;
  const round = useRef(0);
  const reload = useCallback(async () => {
    round.current += 1;
    const mine = round.current;
    setState((before) => ({ ...before, isLoading: true }));
    try {
      const data = await latest.current();
      if (mine === round.current) setState({ data, problem: null, isLoading: false });
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (mine === round.current) setState((before) => ({ ...before, problem, isLoading: false }));
    }
  }, []);
  useEffect(() => {
    if (key !== null) void reload();
    return () => {
      round.current += 1;
    };
  }, [key, reload]);
  return { ...state, reload };
}
