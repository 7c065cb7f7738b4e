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
package io.github.flinkdynamodb.streams.secrets;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * All that this process logs, instead of where it would be written: of the connector from TRACE on,
 * of all others from DEBUG on. A line has the level, the logger, the message and the stack trace.
 */
final class CapturedLog implements AutoCloseable {

    static final String OURS = "io.github.flinkdynamodb";

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig root = context.getConfiguration().getRootLogger();
    private final Map<String, Appender> appenders = Map.copyOf(root.getAppenders());
    private final Level level = root.getLevel();

    private CapturedLog() {}

    /** Begins. Ends when it is closed, and logs then go where they went before. */
    static CapturedLog begin() {
        CapturedLog log = new CapturedLog();
        Appender appender = new Lines(log.lines);
        appender.start();
        Configuration configuration = log.context.getConfiguration();
        log.appenders.keySet().forEach(log.root::removeAppender);
        log.root.setLevel(Level.DEBUG);
        log.root.addAppender(appender, Level.DEBUG, null);
        LoggerConfig ours = new LoggerConfig(OURS, Level.TRACE, false);
        ours.addAppender(appender, Level.TRACE, null);
        configuration.addLogger(OURS, ours);
        log.context.updateLoggers();
        return log;
    }

    List<String> lines() {
        return new ArrayList<>(lines);
    }

    /** The loggers that have written at a level. */
    Set<String> loggersAt(String levelName) {
        Set<String> names = new TreeSet<>();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            if (words[0].equals(levelName)) {
                names.add(words[1]);
            }
        }
        return names;
    }

    @Override
    public void close() {
        root.removeAppender(Lines.NAME);
        root.setLevel(level);
        appenders.values().forEach(appender -> root.addAppender(appender, null, null));
        context.getConfiguration().removeLogger(OURS);
        context.updateLoggers();
    }

    private static final class Lines extends AbstractAppender {

        static final String NAME = "captured log";

        private final ConcurrentLinkedQueue<String> lines;

        Lines(ConcurrentLinkedQueue<String> lines) {
            super(NAME, null, null, true, Property.EMPTY_ARRAY);
            this.lines = lines;
        }

        @Override
        public void append(LogEvent event) {
            StringWriter text = new StringWriter();
            text.append(event.getLevel().name())
                    .append(' ')
                    .append(event.getLoggerName())
                    .append(' ')
                    .append(event.getMessage().getFormattedMessage());
            if (event.getThrown() != null) {
                text.append('\n');
                event.getThrown().printStackTrace(new PrintWriter(text));
            }
            lines.add(text.toString());
        }
    }
}
