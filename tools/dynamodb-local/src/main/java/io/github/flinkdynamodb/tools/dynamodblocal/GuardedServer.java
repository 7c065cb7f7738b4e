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

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import java.io.IOException;
import java.io.InputStream;

/**
 * What the child process runs: the server, and a guard that ends it together with its parent.
 *
 * <p>The child's standard input is a pipe whose other end only the parent holds. However the parent
 * ends, be it by {@code kill -9}, the pipe is closed then, and the guard halts this process.
 */
final class GuardedServer {

    private GuardedServer() {}

    /**
     * Runs the server.
     *
     * @param args the arguments of DynamoDB Local
     * @throws Exception if the server doesn't start
     */
    public static void main(String[] args) throws Exception {
        Thread guard = new Thread(() -> haltAtEndOf(System.in), "parent-guard");
        guard.setDaemon(true);
        guard.start();
        ServerRunner.main(args);
    }

    private static void haltAtEndOf(InputStream parent) {
        try {
            while (parent.read() >= 0) {
                // The parent never writes anything.
            }
        } catch (IOException e) {
            System.err.println("The pipe to the parent process broke: " + e);
        }
        Runtime.getRuntime().halt(0);
    }
}
