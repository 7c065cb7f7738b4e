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
package io.github.flinkdynamodb.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.tools.simulator.permission.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of permissions, with the policies that it leads to. */
final class PermissionsPage {

    private static final Path PAGE = Repository.file("docs/security.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)#([^)]+)\\)");
    private static final Pattern ACTION = Pattern.compile("`([a-z0-9]+:[A-Za-z]+)`");
    private static final String NOTHING = "{\"Statement\":[]}";

    private PermissionsPage() {}

    /** The rows of the table. */
    static List<Row> rows() throws IOException {
        return MarkdownFile.rows(MarkdownFile.read(PAGE).section("permissions")).stream()
                .skip(2)
                .map(Row::new)
                .collect(Collectors.toList());
    }

    /** What a job needs. */
    static final class Row {
        private final String job;
        private final String policies;
        private final List<String> notNeeded;

        Row(List<String> cells) {
            job = cells.get(0);
            policies = cells.get(1);
            notNeeded =
                    ACTION.matcher(cells.get(2))
                            .results()
                            .map(action -> action.group(1))
                            .collect(Collectors.toList());
        }

        /** The words for the job. */
        String job() {
            return job;
        }

        /** The documented policies together, without what isn't needed of them. */
        Policy policy(String table, String bucket) throws IOException {
            Policy all = Policy.of(new ObjectMapper().readTree(NOTHING));
            Matcher link = LINK.matcher(policies);
            while (link.find()) {
                String page = link.group(1);
                Path path = page.isEmpty() ? PAGE : PAGE.resolveSibling(page);
                all = all.and(read(path, link.group(2), table, bucket));
            }
            for (String action : notNeeded) {
                if (!all.actions().contains(action)) {
                    throw new AssertionError(job + ": no policy has " + action);
                }
                all = all.without(action);
            }
            return all;
        }

        @Override
        public String toString() {
            return job;
        }
    }

    /** The first policy behind a heading, with these names in its ARNs. */
    private static Policy read(Path path, String anchor, String table, String bucket)
            throws IOException {
        MarkdownFile page = MarkdownFile.read(path);
        List<String> rest = new ArrayList<>();
        for (String line : page.lines()) {
            boolean isHeading = new MarkdownFile(path, List.of(line)).anchors().contains(anchor);
            if (isHeading || !rest.isEmpty()) {
                rest.add(line);
            }
        }
        String json = String.join("\n", new MarkdownFile(path, rest).codeBlocks("json").get(0));
        return Policy.of(
                new ObjectMapper()
                        .readTree(
                                json.replaceAll("REGION|eu-west-1", "us-east-1")
                                        .replaceAll("ACCOUNT|123456789012", "000000000000")
                                        .replaceAll("TABLE|(?<=table/)orders", table)
                                        .replaceAll("BUCKET|my-exports", bucket)));
    }
}
