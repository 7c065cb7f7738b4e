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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputTailTest {

    @Test
    void onlyTheLastLinesAreKept() throws Exception {
        OutputTail tail = new OutputTail(2);

        tail.drain(stream("one\ntwo\nthree"), "test").join();

        assertThat(tail.text()).isEqualTo("two\nthree");
    }

    @Test
    void secondStreamGoesOnWhereTheFirstEnded() throws Exception {
        OutputTail tail = new OutputTail(10);

        tail.drain(stream("one\n"), "test").join();
        tail.drain(stream("two\n"), "test").join();

        assertThat(tail.text()).isEqualTo("one\ntwo");
    }

    @Test
    void brokenStreamLeavesItsReason() throws Exception {
        OutputTail tail = new OutputTail(10);

        tail.drain(
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("pipe");
                            }
                        },
                        "test")
                .join();

        assertThat(tail.text()).contains("pipe");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
