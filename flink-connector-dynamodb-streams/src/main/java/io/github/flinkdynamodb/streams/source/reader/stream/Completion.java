package io.github.flinkdynamodb.streams.source.reader.stream;

/** A call that has been answered, on its way from the client's thread to the fetcher thread. */
final class Completion {

    final ShardPoller poller;
    final ShardCall call;

    /** The answer, or null where the call failed. */
    final Object answer;

    /** Why the call failed, or null. */
    final Throwable error;

    final long completedMillis;

    Completion(
            ShardPoller poller,
            ShardCall call,
            Object answer,
            Throwable error,
            long completedMillis) {
        this.poller = poller;
        this.call = call;
        this.answer = answer;
        this.error = error;
        this.completedMillis = completedMillis;
    }
}
