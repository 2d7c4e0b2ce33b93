import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.Machine;

/**
 * Reads a file of event patterns (a JSON object, name to pattern) and events from standard input,
 * one JSON text a line; prints for each event the names of the patterns that match, sorted, with
 * commas between. By AWS's own matcher.
 */
public class Judge {
  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    Machine machine = Machine.builder().build();
    JsonNode patterns = json.readTree(new java.io.File(args[0]));
    for (var names = patterns.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      machine.addRule(name, json.writeValueAsString(patterns.get(name)));
    }
    var events = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new StringBuilder();
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      var matching = new java.util.TreeSet<String>(machine.rulesForJSONEvent(line));
      out.append(String.join(",", matching)).append('\n');
    }
    System.out.print(out);
  }
}
