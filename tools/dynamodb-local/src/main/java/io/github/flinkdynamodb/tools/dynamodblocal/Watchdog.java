/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.tools.dynamodblocal;

import java.io.IOException;

/**
 * Ends a process when this JVM is gone, be it by {@code kill -9}: a small shell that waits for the
 * end of a pipe whose other end only this JVM holds. Where there is no {@code /bin/sh}, nothing
 * watches, and a killed JVM leaves the process behind.
 *
 * <p>It stands beside the process that it watches, since DynamoDB Local's licence allows no other
 * code to be combined with it.
 */
final class Watchdog implements AutoCloseable {

    private static final String SCRIPT =
            "trap '' HUP INT TERM; read -r nothing; kill -9 \"$0\" 2> /dev/null";

    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    /** Watches over a process. */
    static Watchdog of(Process watched) {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", "-c", SCRIPT, Long.toString(watched.pid()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return new Watchdog(builder.start());
        } catch (IOException noShell) {
            return new Watchdog(null);
        }
    }

    /** Ends the watch, once the process has ended. */
    @Override
    public void close() {
        if (shell != null) {
            shell.destroyForcibly();
        }
    }
}
